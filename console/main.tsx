// Where the page begins.
import './no-code-of-text.ts';
import { render } from 'preact';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/base.css';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
render(<App />, place);
