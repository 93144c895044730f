import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Welcome } from '../../components/welcome';
import { openPage } from '../../lib/ui/open-page';
import { popupShortcut } from '../../lib/ui/popup-shortcut';
import './style.css';

const { language, access, native } = openPage(browser, 'welcomeTitle');
const shortcut = await popupShortcut(browser.commands);
render(<Welcome language={language} access={access} native={native} shortcut={shortcut} />, document.body);
