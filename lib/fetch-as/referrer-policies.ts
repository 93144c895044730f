/** https://w3c.github.io/webappsec-referrer-policy/#referrer-policies, without the empty string, which stands for "not said". */
export const REFERRER_POLICIES = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;

export type Policy = (typeof REFERRER_POLICIES)[number];

export const isReferrerPolicy = (value: string): value is Policy => (REFERRER_POLICIES as readonly string[]).includes(value);
