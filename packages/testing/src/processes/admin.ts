import { createCentralClient, type CentralClient, type Fetch } from '@serialbridge/client/central';

/** The admin whom a first start of central makes, with the password that the tests set. */
export const ADMIN = { code: 'admin', password: 'harbour lamp seven' } as const;

/** Signs the admin in: the first time by setting the password with the code that was shown. `fetch` keeps cookies. */
export async function enterConsole(
  url: string,
  fetch: Fetch,
  one_time_code: string | null,
  tenant_id?: string,
): Promise<CentralClient> {
  const client = createCentralClient(url, fetch);
  const tenant = tenant_id === undefined ? {} : { tenant_id };
  await (one_time_code === null
    ? client.call('session.sign_in', { body: { ...ADMIN, ...tenant } })
    : client.call('session.set_password', { body: { ...ADMIN, one_time_code, ...tenant } }));
  return client;
}
