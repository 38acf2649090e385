import { Button, Checkbox, TextInput } from '@mantine/core';
import { BUILT_IN_ROLE_CODES, RIGHT_NAMES, RIGHTS, type Right } from '@serialbridge/core/rights';
import { RoleInput, type RoleListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useSigned } from '../../api/session.ts';
import { useAct } from '../../api/use-read.ts';
import { DialogFrame, SaveDialog } from '../../components/dialog-frame.tsx';
import classes from './roles.module.css';

/** Every right as a box, under the least of the built-in roles that has it. */
function RightBoxes({
  chosen,
  onChange,
}: {
  chosen: readonly Right[];
  /** Left out: to be read only. */
  onChange?: (rights: Right[]) => void;
}): ReactElement {
  const t = useT();
  const { rights: own } = useSigned();
  return (
    <>
      {BUILT_IN_ROLE_CODES.map((least) => (
        <fieldset key={least} className={classes['rights']}>
          <legend>{t(`console.role.rights-of.${least}`)}</legend>
          {RIGHT_NAMES.filter((right) => RIGHTS[right].least === least).map((right) => (
            <Checkbox
              key={right}
              label={t(`right.${right}`)}
              checked={chosen.includes(right)}
              {...(onChange === undefined ? { classNames: { label: classes['read'] ?? '' } } : {})}
              // Nobody gives or takes what he lacks himself: central would refuse it.
              disabled={onChange === undefined || !own.includes(right)}
              onChange={(event) =>
                onChange?.(
                  RIGHT_NAMES.filter((one) => (one === right ? event.currentTarget.checked : chosen.includes(one))),
                )
              }
              data-testid={`right-${right}`}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}

/** What a role may do, to be read: a built-in one, or one that is beyond whoever reads it. */
export function RoleView({
  title,
  rights,
  hint,
  onClose,
}: {
  title: string;
  rights: readonly Right[];
  hint: string;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <DialogFrame
      title={title}
      onClose={onClose}
      onSubmit={onClose}
      width="44rem"
      testId="role-view"
      actions={
        <Button type="submit" variant="filled">
          {t('console.close')}
        </Button>
      }
    >
      <p className={classes['hint']}>{hint}</p>
      <RightBoxes chosen={rights} />
    </DialogFrame>
  );
}

/** A role of the house's own: what it is called, and a box for each right. */
export function RoleDialog({ row, onClose }: { row?: RoleListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const [code, setCode] = useState(row?.code ?? '');
  const [name, setName] = useState(row?.name ?? '');
  const [rights, setRights] = useState<Right[]>(row?.rights ?? []);
  const save = useAct((central, body: RoleInput) =>
    row?.role_id == null
      ? central.call('roles.create', { body })
      : central.call('roles.update', {
          params: { role_id: row.role_id },
          body: { ...body, revision: row.revision ?? '' },
        }),
  );
  const [asked, setAsked] = useState(false);
  const codeWrong = code !== '' && !RoleInput.shape.code.safeParse(code).success;
  const nameMissing = name.trim() === '';
  const submit = (): void => {
    setAsked(true);
    if (codeWrong || code === '' || nameMissing || rights.length === 0) return;
    save.mutate({ code, name, rights }, { onSuccess: onClose });
  };
  return (
    <SaveDialog
      title={row === undefined ? t('console.role.new') : t('console.role.edit', { name: row.name ?? row.code })}
      onClose={onClose}
      onSubmit={submit}
      save={save}
      width="44rem"
      testId="role-save"
    >
      <TextInput
        label={t('console.name-of')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={asked && nameMissing ? t('console.required') : undefined}
        required
        data-autofocus
        data-testid="role-name"
      />
      <TextInput
        label={t('console.code')}
        description={t('console.role.code-meaning')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={codeWrong ? t('console.role.code-wrong') : asked && code === '' ? t('console.required') : undefined}
        // Whoever has the role has it by its code.
        disabled={row !== undefined && row.people > 0}
        required
        data-testid="role-code"
      />
      <RightBoxes chosen={rights} onChange={setRights} />
      {asked && rights.length === 0 ? (
        <p className={classes['missing']} role="alert">
          {t('console.role.no-rights')}
        </p>
      ) : null}
    </SaveDialog>
  );
}
