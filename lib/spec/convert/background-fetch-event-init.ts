import { type BackgroundFetchRegistration, registrationInternals } from '../background-fetch-registration';
import { TypeError } from '../intrinsics';
import { convertDictionary } from './dictionary';
import { isObject } from './sequence';

/** The own member of https://wicg.github.io/background-fetch/#dictdef-backgroundfetcheventinit; those of EventInit are the native constructor's. */
export const convertBackgroundFetchEventInit = (value: unknown, context: string): { registration: BackgroundFetchRegistration } => {
  const { registration } = convertDictionary(value, context);
  if (!isObject(registration) || !registrationInternals.is(registration)) {
    throw new TypeError(`${context}: the required member "registration" is not a BackgroundFetchRegistration.`);
  }
  return { registration };
};
