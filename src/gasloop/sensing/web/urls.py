"""Addresses of the devices."""

from django.urls import include, path

from gasloop.sensing.web import views
from gasloop.sensing.web.listings import DeviceListing, SetAsideListing, UnknownSenderListing
from gasloop.shell.listing import urls

app_name = "sensing"
urlpatterns = [
    path("devices/", include(urls(DeviceListing))),
    path("devices/new/", views.new_device, name="device-new"),
    path("devices/online/", views.online, name="online"),
    path("devices/unknown/", include(urls(UnknownSenderListing))),
    path("devices/set-aside/", include(urls(SetAsideListing))),
    path("devices/<uuid:device_id>/", views.device, name="device"),
    path("devices/<uuid:device_id>/correct/", views.correct, name="device-correct"),
    path("devices/<uuid:device_id>/credential/", views.credential, name="device-credential"),
    path("devices/<uuid:device_id>/retire/", views.retire, name="device-retire"),
]
