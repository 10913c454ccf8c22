export { useClient } from './connection.ts';
