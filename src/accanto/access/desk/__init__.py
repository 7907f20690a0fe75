"""The desk: access points, the queue, contacts and what follows from them."""
