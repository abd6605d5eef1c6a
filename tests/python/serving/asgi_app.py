"""An ASGI application that enrols a company a request, with a client for the life of each worker."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from defacto_sdk import AsyncClient
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from story import QUICK, french, ready


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    """Make the client when the worker starts, and close it when the worker ends."""
    async with AsyncClient.from_env() as client:
        app.state.client = client
        yield
    (Path(os.environ["CLOSED_BY"]) / str(os.getpid())).touch()


app = FastAPI(lifespan=lifespan)


@app.post("/{number}", response_class=PlainTextResponse)
async def enrol(number: int) -> str:
    """Answer as the WSGI application does."""
    outcome = await app.state.client.enroll(french(number), wait=30, **QUICK)
    return f"{os.getpid()} {os.getpid()} {ready(outcome)[0].id}"
