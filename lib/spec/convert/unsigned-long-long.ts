/** https://webidl.spec.whatwg.org/#js-unsigned-long-long without [EnforceRange]: modulo 2^64; what is not finite becomes 0. */
export const convertUnsignedLongLong = (value: unknown): number => {
  const number = +(value as number);
  return Number.isFinite(number) ? Number(BigInt.asUintN(64, BigInt(Math.trunc(number)))) : 0;
};
