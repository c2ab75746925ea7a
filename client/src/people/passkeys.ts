import { post, type Passkey, type Proof } from '../api';

/** The browser speaks in bytes, the server in base64url. */
const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

interface Asked<Options> {
  challenge_id: string;
  options: Options;
}
interface Known {
  id: string;
  type: 'public-key';
  transports?: AuthenticatorTransport[];
}
type Making = Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Known[];
};
type Using = Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & { challenge: string };

export const canUsePasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined' && Boolean(navigator.credentials);

/** Whether the browser can offer passkeys among what it fills in. */
export async function canOfferPasskeys(): Promise<boolean> {
  return canUsePasskeys() && Boolean(await PublicKeyCredential.isConditionalMediationAvailable?.());
}

/** The person said no, or the wait was ended: nothing to complain about. */
export const isDismissed = (thrown: unknown): boolean => thrown instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(thrown.name);

export async function makePasskey(name: string): Promise<Passkey> {
  const { challenge_id, options } = await post<Asked<Making>>('/v1/passkeys/options', undefined, { isRepeatable: true });
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials?.map((known) => ({ ...known, id: bytes(known.id) })),
  };
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const credential = {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
  return post<Passkey>('/v1/passkeys', { challenge_id, credential, name });
}

/** A passkey's answer to a fresh challenge. `signal` makes it wait quietly among what the browser fills in. */
export async function usePasskey(signal?: AbortSignal): Promise<Required<Omit<Proof, 'password'>>> {
  const { challenge_id, options } = await post<Asked<Using>>('/v1/passkey_sessions/options', undefined, { isRepeatable: true });
  const publicKey: PublicKeyCredentialRequestOptions = { ...options, challenge: bytes(options.challenge), allowCredentials: [] };
  const used = (await navigator.credentials.get({ publicKey, ...(signal ? { mediation: 'conditional' as const, signal } : {}) })) as PublicKeyCredential;
  const response = used.response as AuthenticatorAssertionResponse;
  const credential = {
    id: used.id,
    rawId: text(used.rawId),
    type: used.type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
  return { challenge_id, credential };
}

export async function logInByPasskey(signal?: AbortSignal): Promise<void> {
  const answer = await usePasskey(signal);
  await post('/v1/passkey_sessions', answer);
}
