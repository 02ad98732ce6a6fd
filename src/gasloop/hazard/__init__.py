"""The closed loop itself: found, ordered, rectified, re-checked, closed, looked back."""
