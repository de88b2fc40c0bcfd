export { check } from './check';
export { pull } from './pull';
