"""Evidence pages: a folder of static pages in which every figure leads to the sentence it stands in."""
