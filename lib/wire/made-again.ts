/** What a call says that is made again over another connection. Every call may be: what a lost one has done already is not done twice. */
export const madeAgain = <Payload>(name: string, payload: Payload): Payload => (name === 'abort' ? { ...payload, again: true } : payload);
