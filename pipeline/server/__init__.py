"""The redactor as a service: HTTP, live transcripts over WebSocket, and a page to try it on.

Built on Starlette and uvicorn (the plain ASGI pair, with httptools and uvloop), websockets, msgspec
and Prometheus' own client: small, typed, well kept, BSD or MIT. Nothing here opens a connection of
its own, writes a file or logs content.
"""
