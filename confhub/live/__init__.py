"""The live layer: what happened is rendered again and sent to those who may see it."""
