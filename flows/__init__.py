"""When it runs: the flows, their steps and deployments; rooms for what a step knows and for the desk."""
