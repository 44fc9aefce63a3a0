import { shallowRef } from 'vue';

/** Whether the service is away, by the last answer; the shell shows a banner meanwhile. */
export const away = shallowRef(false);

let csrfToken: string | null = null;
let signedOut: () => void = () => {};

/** Sets the token that each POST carries; it comes with the session. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Returns the headers that prove that a request comes from this page. */
export const csrfHeaders = (): Record<string, string> => (csrfToken ? { 'X-CSRF-Token': csrfToken } : {});

/** Sets what happens when an answer says that nobody is signed in any more. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

/** Called for each answer that says so. */
export const reportSignedOut = (): void => signedOut();
