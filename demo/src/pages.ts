import { fileURLToPath } from 'node:url';

/** Static files of the demo's two pages; they are not compiled. */
export const CRM_PAGE = fileURLToPath(new URL('../crm/', import.meta.url));
export const SANDBOX_PAGE = fileURLToPath(new URL('../sandbox/', import.meta.url));
