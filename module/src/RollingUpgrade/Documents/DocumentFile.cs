using System.Text;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Documents;

/// <summary>Reads and writes document files: bounded, and whole or not at all.</summary>
internal static class DocumentFile
{
    /// <summary>The largest document that is read; the core has the same limit.</summary>
    internal const long BytesMax = 256L * 1024 * 1024;

    /// <exception cref="NativeException">FileNotFound, FileAccessFailed, DocumentTooLarge.</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw Directory.Exists(path) ? Failures.IsAFolder(path) : Failures.FileNotFound(path);
            }

            // By size, before a byte is read: a file of gigabytes must not be pulled into memory to be refused.
            return file.Length > BytesMax
                ? throw Failures.TooLarge(path, file.Length, BytesMax)
                : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failures.FileNotReadable(path, error);
        }
    }

    /// <summary>
    /// Writes a text as UTF-8 beside its place and then renames it, so that no reader sees half of it.
    /// </summary>
    /// <exception cref="NativeException">FileAccessFailed.</exception>
    internal static void Write(string path, string text)
    {
        string scratch = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (FileStream stream = new(scratch, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(flushToDisk: true);
            }

            if (File.Exists(path))
            {
                File.Replace(scratch, path, destinationBackupFileName: null);
            }
            else
            {
                File.Move(scratch, path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(scratch);
            throw Failures.FileNotWritable(path, error);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than this one.
        }
    }
}
