"""When it runs: Prefect flows, deployments, the command line."""
