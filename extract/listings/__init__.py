"""Entries of index pages, in the three forms in which governments' sites serve them."""

from extract.listings.entries import Listed, Listing, ListPage
from extract.listings.reading import ListWalk, read_page

__all__ = ["ListPage", "ListWalk", "Listed", "Listing", "read_page"]
