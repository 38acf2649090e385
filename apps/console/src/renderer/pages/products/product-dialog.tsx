import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import {
  CHECK_DIGITS,
  CheckDigit,
  CODE_KINDS,
  SERIAL_POLICIES,
  SERIAL_SCOPES,
  SerialPolicy,
  SerialScope,
} from '@serialbridge/core/model';
import type { ProductDetail, ProductInput } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { type ReactElement, useState } from 'react';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { useWords } from '../../components/use-options.ts';
import classes from '../../components/record-page.module.css';

type Code = ProductInput['codes'][number];

/** Codes as lines of `kind code`, for typing and pasting. */
function writeCodes(codes: readonly Code[]): string {
  return codes.map(({ kind, code }) => `${kind} ${code}`).join('\n');
}

/** The codes, and the numbers of the lines that are none. */
function readCodes(text: string): { codes: Code[]; wrong: number[] } {
  const codes: Code[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, word = '', code] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    const kind = CODE_KINDS.find((one) => one === word.toLowerCase());
    if (kind === undefined || code === undefined) wrong.push(index + 1);
    else codes.push({ kind, code });
  }
  return { codes, wrong };
}

const NEW: Omit<ProductInput, 'codes'> = {
  sku: '',
  name: '',
  manufacturer: null,
  picture: null,
  weight_g: null,
  length_mm: null,
  width_mm: null,
  height_mm: null,
  serial_policy: 'required',
  serial_scope: 'product',
  serial_min: null,
  serial_max: null,
  serial_pattern: null,
  serial_check_digit: 'none',
  serial_case_fold: false,
  active: true,
};

const numberOf = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** A product with its codes and its serial policy; without `detail` a new one. */
export function ProductDialog({ detail, onClose }: { detail?: ProductDetail; onClose: () => void }): ReactElement {
  const t = useT();
  const [fields, setFields] = useState<Omit<ProductInput, 'codes'>>(detail?.product ?? NEW);
  const [codes, setCodes] = useState(() => writeCodes(detail?.codes ?? []));
  const policies = useWords(SERIAL_POLICIES, 'console.serial-policy');
  const scopes = useWords(SERIAL_SCOPES, 'console.serial-scope');
  const digits = useWords(CHECK_DIGITS, 'console.check-digit');
  const save = useAct(async (central, body: ProductInput) => {
    if (detail === undefined) return central.call('products.create', { body });
    const { revision, product } = detail;
    return central.call('products.update', {
      params: { product_id: product.product_id },
      body: { ...body, revision },
    });
  });
  const set = (part: Partial<ProductInput>): void => setFields({ ...fields, ...part });
  const read = readCodes(codes);
  const submit = (): void => {
    if (read.wrong.length === 0) save.mutate({ ...fields, codes: read.codes }, { onSuccess: onClose });
  };
  const number = (
    name: 'weight_g' | 'length_mm' | 'width_mm' | 'height_mm' | 'serial_min' | 'serial_max',
    label: string,
  ) => (
    <NumberInput
      label={label}
      value={fields[name] ?? ''}
      onChange={(value) => set({ [name]: numberOf(value) })}
      min={0}
      hideControls
    />
  );
  return (
    <SaveDialog
      title={detail === undefined ? t('console.product.new') : t('console.product.edit', { sku: detail.product.sku })}
      width="52rem"
      onClose={onClose}
      onSubmit={submit}
      save={save}
      testId="product-save"
    >
      <div className={classes['two']}>
        <TextInput
          label={t('console.unit.sku')}
          value={fields.sku}
          onChange={(event) => set({ sku: event.currentTarget.value })}
          required
          data-autofocus
        />
        <TextInput
          label={t('console.product.name')}
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          required
        />
        <Select
          label={t('console.product.serial-policy')}
          description={t(`console.serial-policy-meaning.${fields.serial_policy}`)}
          data={[...policies]}
          value={fields.serial_policy}
          onChange={(value) => set({ serial_policy: SerialPolicy.parse(value) })}
          allowDeselect={false}
          data-testid="product-serial-policy"
        />
        <Select
          label={t('console.product.serial-scope')}
          description={t('console.product.serial-scope-meaning')}
          data={[...scopes]}
          value={fields.serial_scope}
          onChange={(value) => set({ serial_scope: SerialScope.parse(value) })}
          allowDeselect={false}
        />
        {number('serial_min', t('console.product.serial-min'))}
        {number('serial_max', t('console.product.serial-max'))}
        <TextInput
          label={t('console.product.serial-pattern')}
          description={t('console.product.serial-pattern-meaning')}
          value={fields.serial_pattern ?? ''}
          onChange={(event) =>
            set({ serial_pattern: event.currentTarget.value === '' ? null : event.currentTarget.value })
          }
          spellCheck={false}
        />
        <Select
          label={t('console.product.check-digit')}
          description={t('console.product.check-digit-meaning')}
          data={[...digits]}
          value={fields.serial_check_digit}
          onChange={(value) => set({ serial_check_digit: CheckDigit.parse(value) })}
          allowDeselect={false}
        />
        <Switch
          label={t('console.product.case-fold-switch')}
          checked={fields.serial_case_fold}
          onChange={(event) => set({ serial_case_fold: event.currentTarget.checked })}
        />
        <Switch
          label={t('console.product.active')}
          checked={fields.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <TextInput
          label={t('console.product.manufacturer')}
          value={fields.manufacturer ?? ''}
          onChange={(event) =>
            set({ manufacturer: event.currentTarget.value === '' ? null : event.currentTarget.value })
          }
        />
        {number('weight_g', t('console.product.weight-g'))}
        <div className={classes['wide']} style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: '1rem' }}>
          {number('length_mm', t('console.product.length-mm'))}
          {number('width_mm', t('console.product.width-mm'))}
          {number('height_mm', t('console.product.height-mm'))}
        </div>
        <Textarea
          className={classes['wide'] ?? ''}
          label={t('console.product.codes')}
          description={t('console.product.codes-meaning')}
          value={codes}
          onChange={(event) => setCodes(event.currentTarget.value)}
          error={read.wrong.length > 0 ? t('console.product.codes-wrong', { lines: read.wrong.join(', ') }) : undefined}
          minRows={3}
          autosize
          styles={{ input: { fontFamily: 'var(--sb-font-code)' } }}
          spellCheck={false}
        />
      </div>
    </SaveDialog>
  );
}
