using System.IO.Compression;
using System.Xml;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Looks a Word document's package through before anything is made of it, so that nothing in it swells or nests without bound.</summary>
internal static class WordPackage
{
    private const long MostBytes = 64L * 1024 * 1024;
    private const int MostEntries = 20_000;
    private const int DeepestNesting = 256;

    // The stream that holds an encrypted document in its OLE container: MS-OFFCRYPTO 2.3.4.4.
    private static readonly byte[] EncryptedStream = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <returns>Why it is not to be read; null when it is.</returns>
    public static string? Fault(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        if (archive.Entries.Count > MostEntries)
        {
            return $"The document's package has more than {MostEntries:N0} parts.";
        }

        var left = MostBytes;
        foreach (var entry in archive.Entries)
        {
            // Pictures and the like are never unpacked.
            if (Path.GetExtension(entry.Name).ToLowerInvariant() is ".xml" or ".rels")
            {
                using var content = new BoundedStream(entry.Open(), left);
                if (!IsShallow(content))
                {
                    return "The document's XML is nested too deeply.";
                }

                left = content.Left;
                if (left <= 0)
                {
                    return $"The document unpacks to more than {MostBytes / 1024 / 1024} MiB.";
                }
            }
        }

        return null;
    }

    /// <returns>Why a document in an OLE container, which Word named <c>.docx</c>, can't be read.</returns>
    public static string CompoundFileReason(ReadOnlySpan<byte> bytes) => bytes.IndexOf(EncryptedStream) >= 0
        ? "The document is encrypted: it opens only with a password."
        : "The document is in Word's format before 2007: save it as .docx.";

    private static bool IsShallow(BoundedStream content)
    {
        using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > DeepestNesting)
                {
                    return false;
                }
            }
        }
        catch (XmlException) when (content.Left <= 0)
        {
            // It was cut off at the bound, which says more.
        }

        return true;
    }

    // Ends early, with nothing left, when there is more than the bound.
    private sealed class BoundedStream(Stream inner, long bound) : Stream
    {
        public long Left { get; private set; } = bound;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, (int)Math.Min(count, Math.Max(Left, 0)));
            Left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
