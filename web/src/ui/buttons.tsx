import { ActionIcon, Button, type ButtonProps, CopyButton, Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { Hidden } from './hidden.tsx';
import { Icon } from './icon.tsx';

interface ActionButtonProps extends ButtonProps {
  readonly onClick: () => void;
  /** Why it cannot be used now; it stays reachable, so that the reason can be read. */
  readonly disabledBecause?: string | undefined;
  /** What it acts on, when several buttons look the same; said after its text, not shown. */
  readonly about?: string;
  readonly children: ReactNode;
}

export function ActionButton({ onClick, disabledBecause, about, children, ...rest }: ActionButtonProps): ReactElement {
  const isOff = disabledBecause !== undefined;
  const button = (
    <Button
      variant="default"
      {...rest}
      {...(isOff && { 'aria-disabled': true, 'data-disabled': true })}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      {children}
      {about !== undefined && <Hidden> {about}</Hidden>}
    </Button>
  );
  return isOff ? <Tooltip label={disabledBecause}>{button}</Tooltip> : button;
}

export function CopyIcon({ value, label }: { value: string; label: string }): ReactElement {
  const { t } = useText();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t.general.copied : label}>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={copy}>
            <Icon name={copied ? 'check' : 'copy'} size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly shown: number;
  readonly total: number;
}

/** Under a list that is shown in parts. */
export function MoreButton({ query, shown, total }: MoreProps): ReactElement | null {
  const { t } = useText();
  if (!query.hasNextPage) return null;
  return (
    <div style={{ padding: '10px 16px' }}>
      <Button
        variant="default"
        size="xs"
        loading={query.isFetchingNextPage}
        onClick={() => {
          query.fetchNextPage();
        }}
      >
        {t.general.more(total - shown)}
      </Button>
    </div>
  );
}
