# SPDX-License-Identifier: EUPL-1.2
"""The ground for numbers: how kernels are compiled, and the array types they speak."""
