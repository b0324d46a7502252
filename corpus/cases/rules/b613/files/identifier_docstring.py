"""⁧docstring⁩"""
