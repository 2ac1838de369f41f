"""Entries of index pages, in whatever form governments' sites serve them."""

from extract.listings.entries import Ask, Listed, Listing, ListPage, Trouble
from extract.listings.reading import read_page
from extract.listings.walk import ListWalk

__all__ = ["Ask", "ListPage", "ListWalk", "Listed", "Listing", "Trouble", "read_page"]
