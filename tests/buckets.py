"""An S3 server of the tests' own, which really answers over HTTP, and buckets on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem


@contextmanager
def s3_server(port: int = 0) -> Iterator[str]:
    """The address of an S3 server, which ends with the block.

    One that is started afterwards in the same process has the same buckets, as after an outage.
    """
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    S3FileSystem.clear_instance_cache()  # this process would go on asking the server that it asked before
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


def bucket_variables(address: str) -> dict[str, str]:
    """What tells any client of S3 to ask that server."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    return {"AWS_ENDPOINT_URL": address, "AWS_DEFAULT_REGION": "us-east-1", **keys}


def new_bucket(address: str) -> str:
    """The address of an empty folder in a bucket of its own."""
    name = f"reports-{uuid4()}"
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket=name)
    return f"s3://{name}/snapshots"
