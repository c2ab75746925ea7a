"""Things of checkout that have a life of their own; today the sandbox payment gateway."""
