"""Search (tìm kiếm): what rooms tell the index, the index itself, and questions asked of it.

The index holds no facts. Each room tells, for each kind of thing it has, the words by which one may be found and the
branches it belongs to; who may see a thing that was found, the room's own access decides, every time it is shown.
"""
