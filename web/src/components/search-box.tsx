import { Kbd, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useRef, useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';

/** Finds a device by anything that identifies it, from every page; the key / leads here. */
export function SearchBox(): ReactElement {
  const { t } = useText();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  return (
    <form
      role="search"
      aria-label={t.general.search}
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ to: '/devices', search: { text: text.trim() === '' ? undefined : text.trim() } });
        setText('');
      }}
    >
      <TextInput
        ref={input}
        size="sm"
        type="search"
        aria-label={t.general.search}
        placeholder={t.general.search}
        title={t.general.searchHint}
        leftSection={<Icon name="search" size={15} />}
        rightSection={<Kbd size="xs">/</Kbd>}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
