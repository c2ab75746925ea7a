import { get, post, put, remove, type Address, type SavedAddress } from '../api';
import { isPostalCode } from './regions';

export type AddressField = 'name' | 'line1' | 'city' | 'region' | 'postal_code';
export type FormField = AddressField | 'email';
export type WrittenAddress = Required<Address> & { line2: string };

/** The fields of an address that are still missing or wrong. */
export function missingFields(address: WrittenAddress): AddressField[] {
  const missing: AddressField[] = [];
  for (const field of ['name', 'line1', 'city', 'region'] as const) if (!address[field].trim()) missing.push(field);
  if (!isPostalCode(address.country, address.postal_code)) missing.push('postal_code');
  return missing;
}

/** An address as it is sent: without space around, and without an empty second line. */
export function trimmed({ line2, ...rest }: WrittenAddress): Address {
  const made = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, String(text).trim()])) as unknown as Address;
  return line2?.trim() ? { ...made, line2: line2.trim() } : made;
}

const box = $state<{ list: SavedAddress[] | null; owner: string | null }>({ list: null, owner: null });

/** The addresses that the account keeps, the default one first. */
export const addresses = {
  get list(): SavedAddress[] | null {
    return box.list;
  },
  async load(owner: string): Promise<SavedAddress[]> {
    if (box.owner !== owner) box.list = null;
    box.owner = owner;
    const found = await get<{ addresses: SavedAddress[] }>('/v1/addresses');
    box.list = found.addresses;
    return found.addresses;
  },
  async save(address: Address, isDefault: boolean, id?: string): Promise<void> {
    const body = { address, is_default: isDefault };
    await (id ? put(`/v1/addresses/${id}`, body) : post('/v1/addresses', body));
    if (box.owner) await addresses.load(box.owner);
  },
  async remove(id: string): Promise<void> {
    await remove(`/v1/addresses/${id}`);
    if (box.owner) await addresses.load(box.owner);
  },
};
