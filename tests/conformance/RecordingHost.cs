using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Conformance.Tests;

/// <summary>A host that answers every question with one of the offered choices, and keeps what was asked.</summary>
internal sealed class RecordingHost(string answer) : PSHost
{
    private readonly Interface _interface = new(answer);

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Conformance.Tests";

    public override PSHostUserInterface UI => _interface;

    public override Version Version => new(1, 0);

    /// <summary>Caption, message and the labels of the choices, of each question.</summary>
    public List<(string Caption, string Message, string Choices)> Questions => _interface.Questions;

    /// <summary>The choice that each question offers as its default.</summary>
    public List<string> Defaults => _interface.Defaults;

    /// <summary>The status of each progress record.</summary>
    public List<string> Progress => _interface.Progress;

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

    private sealed class Interface(string answer) : PSHostUserInterface
    {
        public List<(string Caption, string Message, string Choices)> Questions { get; } = [];

        public List<string> Defaults { get; } = [];

        public List<string> Progress { get; } = [];

        public override PSHostRawUserInterface? RawUI => null;

        public override int PromptForChoice(
            string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            string[] labels =
                [.. choices.Select(choice => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal))];
            Questions.Add((caption, message, string.Join("/", labels)));
            Defaults.Add(labels[defaultChoice]);
            return Array.IndexOf(labels, answer);
        }

        public override void WriteProgress(long sourceId, ProgressRecord record) =>
            Progress.Add(record.StatusDescription);

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

        public override string ReadLine() => throw new NotSupportedException();

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

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }
    }
}
