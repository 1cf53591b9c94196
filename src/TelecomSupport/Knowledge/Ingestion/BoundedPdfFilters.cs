using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>PdfPig's filters, but a compressed stream that would swell beyond all reason is refused before it takes the memory.</summary>
internal sealed class BoundedPdfFilters : IFilterProvider
{
    private const int MostDecoded = 128 * 1024 * 1024;

    // Deflate's best ratio is 1:1032 and LZW's about 1:1400, so that less than this stays below the bound.
    private const int Harmless = 64 * 1024;

    private readonly IFilterProvider inner = DefaultFilterProvider.Instance;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(inner.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(inner.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(inner.GetAllFilters());

    private static IFilter[] Bounded(IReadOnlyList<IFilter> filters) =>
        [.. filters.Select(filter => filter is FlateFilter or LzwFilter ? new BoundedFilter(filter) : filter)];

    private sealed class BoundedFilter(IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (input.Length > Harmless && IsTooLarge(input))
            {
                throw new InvalidDataException($"a stream in it unpacks to more than {MostDecoded / 1024 / 1024} MiB");
            }

            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        private bool IsTooLarge(Memory<byte> input) => inner is LzwFilter ? input.Length > MostDecoded / 1400 : IsInflatedTooLarge(input);

        // A stream that is damaged is the inner filter's to judge: it can repair some.
        private static bool IsInflatedTooLarge(Memory<byte> input)
        {
            using var inflate = new ZLibStream(new MemoryStream(input.ToArray()), CompressionMode.Decompress);
            var block = new byte[81_920];
            var total = 0L;
            try
            {
                for (int read; total <= MostDecoded && (read = inflate.Read(block)) > 0;)
                {
                    total += read;
                }
            }
            catch (InvalidDataException)
            {
            }

            return total > MostDecoded;
        }
    }
}
