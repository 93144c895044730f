import { render } from 'preact';
import type { Runtime } from 'webextension-polyfill';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { connectToBackground } from '../../lib/ui/background-connection';
import { createJobList } from '../../lib/ui/job-list';
import { createLanguage } from '../../lib/ui/language';
import { runtimePortEndpoint } from '../../lib/wire/runtime-port';
import './style.css';

const language = createLanguage(browser.i18n.getMessage as (key: string, substitutions?: string[]) => string, browser.i18n.getUILanguage());
document.documentElement.lang = language.locale;
document.documentElement.dir = language.direction;
document.title = language.text('popupTitle');

const life = new AbortController();
addEventListener('pagehide', () => life.abort());
const list = createJobList(language, life.signal);
const connect = (): Runtime.Port => browser.runtime.connect({ name: 'ui' }) as Runtime.Port;
const background = connectToBackground(() => runtimePortEndpoint(connect()), list, life.signal);

render(<Popup list={list} background={background} language={language} native={'BackgroundFetchManager' in globalThis} />, document.body);
