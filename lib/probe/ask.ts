/** Would the Content Security Policy of this realm let it fetch these addresses? Answers in order, true for allowed. Must not reach the network. */
export type Ask = (urls: string[]) => Promise<boolean[]>;
