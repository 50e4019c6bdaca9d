"""Rubicon: an explainable expert system for analysts of armed intervention."""
