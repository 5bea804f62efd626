"""The commands of `./skillcity policy`, one module each."""
