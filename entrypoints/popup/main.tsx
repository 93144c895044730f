import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { documentSight } from '../../lib/ui/document-sight';
import { openPage } from '../../lib/ui/open-page';
import './style.css';

render(<Popup {...openPage(browser, 'popupTitle', documentSight)} />, document.body);
