"""Addresses of sign-in and account."""

from django.urls import path

from gasloop.access.web import account, second_factor, sign_in

app_name = "access"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/second-factor/", second_factor.second_factor, name="second-factor"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", sign_in.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", second_factor.setup, name="second-factor-setup"),
    path("account/second-factor/remove/", second_factor.remove, name="second-factor-remove"),
    path("account/recovery-codes/", second_factor.recovery_codes, name="recovery-codes"),
    path("account/sessions/end/", account.end_sessions, name="sessions-end"),
    path("account/tokens/issue/", account.token_issue, name="token-issue"),
    path("account/tokens/<uuid:key>/revoke/", account.token_revoke, name="token-revoke"),
]
