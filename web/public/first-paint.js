// Before anything is drawn: colours and language as this browser chose them, so that the page does not flash.
(function () {
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem('mantine-color-scheme-value');
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.mantineColorScheme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
    const language = localStorage.getItem('mimamori-language');
    if (language === 'ja' || language === 'en') root.lang = language;
  } catch {
    root.dataset.mantineColorScheme = 'light';
  }
})();
