import { createApp } from 'vue';
import App from './App.vue';
import { takeAddress } from './address.ts';
import './styles.css';

// Before anything else, so that nothing that is loaded or drawn later can see the token in the address.
const address = takeAddress(window.location, window.history);

createApp(App, { address }).mount('#app');
