export { CentralError, createCentralClient, type CentralClient, type Fetch } from './central-client.ts';
export { cookieFetch } from './cookie-fetch.ts';
