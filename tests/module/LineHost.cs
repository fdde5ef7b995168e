using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Module.Tests;

/// <summary>A host that keeps the warning lines that reach the terminal, and answers every question alike.</summary>
internal sealed class LineHost : PSHost
{
    private readonly LineInterface _interface = new();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Module.Tests";

    public override PSHostUserInterface UI => _interface;

    public override Version Version => new(1, 0);

    /// <summary>The warning lines that were written to the terminal.</summary>
    public ConcurrentQueue<string> WarningLines => _interface.WarningLines;

    /// <summary>The questions that were asked.</summary>
    public ConcurrentQueue<string> Questions => _interface.Questions;

    /// <summary>The choice that is made at every question, from its list; the first one is yes.</summary>
    public int Choice
    {
        get => _interface.Choice;
        set => _interface.Choice = value;
    }

    /// <summary>The lines that the person at the terminal types; nobody is there when there are none.</summary>
    public ConcurrentQueue<string> Typed => _interface.Typed;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class LineInterface : PSHostUserInterface
    {
        public ConcurrentQueue<string> WarningLines { get; } = [];

        public ConcurrentQueue<string> Questions { get; } = [];

        public ConcurrentQueue<string> Typed { get; } = [];

        public int Choice { get; set; }

        public override PSHostRawUserInterface? RawUI => null;

        public override void WriteWarningLine(string message) => WarningLines.Enqueue(message);

        public override int PromptForChoice(
            string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Enqueue(message);
            return Choice;
        }

        public override Dictionary<string, PSObject> Prompt(
            string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) => throw new NotSupportedException();

        public override string ReadLine() =>
            Typed.TryDequeue(out string? line) ? line : throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value)
        {
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
        }

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteLine(string value)
        {
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }
    }
}
