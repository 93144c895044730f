/** Runs in the page, as text: must use nothing from outside. */

import type { Outcome, PlainRequest } from './outcome';

export interface PageResult {
  /** The request as the page's realm made it; null when that failed. */
  request: PlainRequest | null;
  outcome: Outcome;
}

export const fetchInPage = async ({ url, init }: { url: string; init: RequestInit & { body?: string } }): Promise<PageResult> => {
  let request: PlainRequest | null = null;
  try {
    const made = new Request(url, init);
    const { method, mode, credentials, cache, redirect, referrer, referrerPolicy, integrity } = made;
    request = {
      url: made.url,
      method,
      mode: mode as 'cors',
      credentials,
      cache,
      redirect,
      referrer,
      referrerPolicy,
      integrity,
      headers: [...made.headers],
      body: init.body ?? null,
    };
    const response = await fetch(made);
    const body = await response.text();
    const { type, status, statusText, redirected } = response;
    return { request, outcome: { url: response.url, type, status, statusText, redirected, headers: [...response.headers], body } };
  } catch (error) {
    return { request, outcome: { error: String(error) } };
  }
};
