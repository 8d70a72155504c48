"""Adopted resolutions: their words and numbers stand."""

from nennep.core.guards import Guard

GUARDS = (
    Guard("decisions_resolution", "Nghị quyết đã thông qua không sửa, không xóa được.", frozen="state = 'adopted'"),
)
