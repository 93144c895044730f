/** 128 random bits as 32 hex digits. */
export const randomToken = (): string => {
  const digits = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(digits, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
