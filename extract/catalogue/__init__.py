"""Which reports there are: catalogues, the packaged live one, and the index pages that list new reports."""

from extract.catalogue.reading import Catalogue, Rejected, read_catalogue

__all__ = ["Catalogue", "Rejected", "read_catalogue"]
