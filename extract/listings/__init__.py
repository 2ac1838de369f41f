"""Entries of index pages, in the three forms in which governments' sites serve them."""

from extract.listings.entries import Listed, Listing, ListPage
from extract.listings.reading import ListWalk

__all__ = ["ListPage", "ListWalk", "Listed", "Listing"]
