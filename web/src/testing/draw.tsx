import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import type { Language } from '../text/language.ts';
import { TextProvider, textIn } from '../text/text-context.tsx';

/** Answers that a test lays ready, by query key. */
export type Known = readonly (readonly [key: readonly unknown[], answer: unknown])[];

/** The markup of an element inside everything that the app puts around it, without a browser. */
export async function draw(element: ReactElement, language: Language = 'en', known: Known = []): Promise<string> {
  const queryClient = new QueryClient();
  for (const [key, answer] of known) queryClient.setQueryData(key, answer);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => element }),
    history: createMemoryHistory(),
  });
  await router.load();
  return renderToString(
    <MantineProvider>
      <TextProvider fixed={textIn(language, 'Asia/Tokyo')}>
        <QueryClientProvider client={queryClient}>
          {/* The app's own router type is registered; this one has a single route. */}
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </TextProvider>
    </MantineProvider>,
  ).replaceAll('<!-- -->', '');
}

/** What a person reads of it. */
export function textOf(markup: string): string {
  return markup
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
