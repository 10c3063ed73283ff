// Remember the language that an address asked for.

const wanted = new URLSearchParams(location.search).get("lang");
if (wanted && wanted === document.documentElement.lang) {
  const year = 365 * 24 * 60 * 60;
  document.cookie = `motcua_lang=${wanted}; path=/; max-age=${year}; samesite=lax`;
}
