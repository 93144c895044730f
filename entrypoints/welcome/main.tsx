import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Welcome } from '../../components/welcome';
import { connectList } from '../../lib/ui/open-connected-page';
import { openPage } from '../../lib/ui/open-page';
import { popupShortcut } from '../../lib/ui/popup-shortcut';
import './style.css';

const { language, access, native } = openPage(browser, 'welcomeTitle');
const shortcut = await popupShortcut(browser.commands);
/** Of the jobs that have ended its own is among the last. */
const connect = () => connectList(browser, language, { finished: 20 });
render(<Welcome language={language} access={access} native={native} shortcut={shortcut} connect={connect} />, document.body);
