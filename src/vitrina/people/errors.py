"""Refusals about people."""

from __future__ import annotations

from vitrina.kernel.errors import Refusal


class TooYoung(Refusal):
    code = "too_young"
    status = 403
    en = "We cannot open an account for you yet."
    es = "Todavía no podemos abrirte una cuenta."


class AdultNeeded(Refusal):
    code = "adult_needed"
    status = 403
    en = "This is for people of 18 and over."
    es = "Esto es para mayores de 18 años."


class EmailTaken(Refusal):
    code = "email_taken"
    status = 409
    en = "There is an account with this e-mail. Log in, or reset its password."
    es = "Ya hay una cuenta con este correo. Inicia sesión o restablece su contraseña."


class EmailUnverified(Refusal):
    code = "email_unverified"
    status = 403
    en = "Confirm your e-mail first: we can send you the link again."
    es = "Confirma primero tu correo: podemos enviarte el enlace de nuevo."


class LoginWrong(Refusal):
    code = "login_wrong"
    status = 401
    en = "This e-mail and password do not go together."
    es = "Este correo y esta contraseña no coinciden."


class SessionUnknown(Refusal):
    code = "session_unknown"
    status = 401
    en = "This session has ended. Log in again."
    es = "Esta sesión terminó. Inicia sesión de nuevo."


class CrossSite(Refusal):
    code = "cross_site"
    status = 403
    en = "This call came from another site. Open the app itself."
    es = "Esta llamada vino de otro sitio. Abre la propia aplicación."


class TokenUnknown(Refusal):
    code = "token_unknown"
    status = 422
    en = "This link has expired or was used already. Ask for a new one."
    es = "Este enlace venció o ya se usó. Pide uno nuevo."


class HandleTaken(Refusal):
    code = "handle_taken"
    status = 409
    en = "@{handle} belongs to someone else. Try another."
    es = "@{handle} ya es de otra persona. Prueba con otro."


class CreatorExists(Refusal):
    code = "creator_exists"
    status = 409
    en = "You are a creator already: @{handle}."
    es = "Ya eres creador: @{handle}."


class CreatorNeeded(Refusal):
    code = "creator_needed"
    status = 403
    en = "Become a creator first: choose your handle."
    es = "Primero hazte creador: elige tu nombre de usuario."


class FollowsItself(Refusal):
    code = "follows_itself"
    status = 422
    en = "You cannot follow yourself."
    es = "No puedes seguirte a ti mismo."


class PasskeyWrong(Refusal):
    code = "passkey_wrong"
    status = 401
    en = "This passkey did not work here. Try again, or use your password."
    es = "Esta llave de acceso no funcionó aquí. Inténtalo de nuevo o usa tu contraseña."


class PasskeyKnown(Refusal):
    code = "passkey_known"
    status = 409
    en = "This passkey is already yours or someone else's."
    es = "Esta llave de acceso ya está registrada."


class PasskeysFull(Refusal):
    code = "passkeys_full"
    status = 409
    en = "That is enough passkeys. Remove one you no longer use."
    es = "Ya tienes suficientes llaves de acceso. Quita una que no uses."


class ProofNeeded(Refusal):
    code = "proof_needed"
    status = 422
    en = "Show that it is you: write your password, or use a passkey."
    es = "Confirma que eres tú: escribe tu contraseña o usa una llave de acceso."


class PairingUnknown(Refusal):
    code = "pairing_unknown"
    status = 404
    en = "This code has expired. Show a new one on the other device."
    es = "Este código venció. Muestra uno nuevo en el otro dispositivo."
